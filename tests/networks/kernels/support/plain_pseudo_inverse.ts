/**
 * The Moore–Penrose inverse of an observation model and its exact gradient in plain TypeScript: the definition of every bit
 * of lib/networks/kernels/assembly/pseudo_inverse.ts.
 *
 * @module
 */

/** What can be computed of matrices of one shape. */
export interface PlainPseudoInverse {
  /** P ← pinv(B): Bᵀ(BBᵀ)⁻¹ for a matrix of full row rank, (BᵀB)⁻¹Bᵀ for one of full column rank. */
  readonly invert: (B: Float32Array, P: Float32Array) => void;
  /** gradientB += what flows from the gradient with respect to P through the last `invert`. */
  readonly addGradient: (gradientP: Float32Array, gradientB: Float32Array) => void;
}

/** out (n × k) ← a (n × m) · b (m × k). */
const multiply = (
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  n: number,
  m: number,
  k: number,
): void => {
  out.fill(0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const factor = a[i * m + j]!;
      for (let l = 0; l < k; l++) out[i * k + l] = out[i * k + l]! + factor * b[j * k + l]!;
    }
  }
};

/** out (m × n) ← aᵀ. */
const transpose = (out: Float64Array, a: Float64Array, n: number, m: number): void => {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) out[j * n + i] = a[i * m + j]!;
  }
};

/**
 * solution ← a⁻¹ · solution for a symmetric positive definite matrix, by the method of Cholesky.
 *
 * @param a n × n; its lower triangle is replaced by the factor.
 * @param solution n × k.
 */
const solve = (a: Float64Array, solution: Float64Array, n: number, k: number): void => {
  for (let j = 0; j < n; j++) {
    let pivot = a[j * n + j]!;
    for (let l = 0; l < j; l++) pivot -= a[j * n + l]! * a[j * n + l]!;
    const root = Math.sqrt(pivot);
    a[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let l = 0; l < j; l++) sum -= a[i * n + l]! * a[j * n + l]!;
      a[i * n + j] = sum / root;
    }
  }
  for (let column = 0; column < k; column++) {
    for (let i = 0; i < n; i++) {
      let sum = solution[i * k + column]!;
      for (let l = 0; l < i; l++) sum -= a[i * n + l]! * solution[l * k + column]!;
      solution[i * k + column] = sum / a[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = solution[i * k + column]!;
      for (let l = i + 1; l < n; l++) sum -= a[l * n + i]! * solution[l * k + column]!;
      solution[i * k + column] = sum / a[i * n + i]!;
    }
  }
};

/**
 * Memory for the pseudo-inverses of N × M matrices of full rank. A matrix of lower rank gives Infinity or NaN.
 *
 * @param observations N.
 * @param units M.
 * @source Golub & Pereyra (1973), SIAM J. Numer. Anal. 10, 413–432, for the derivative.
 */
export const plainPseudoInverse = (observations: number, units: number): PlainPseudoInverse => {
  const [N, M] = [observations, units];
  const B = new Float64Array(N * M);
  const BT = new Float64Array(M * N);
  const P = new Float64Array(M * N);
  const PT = new Float64Array(N * M);
  const rank = Math.min(N, M);
  const gram = new Float64Array(rank * rank);
  const GT = new Float64Array(N * M);
  const G = new Float64Array(M * N);
  const NN = new Float64Array(N * N);
  const MM = new Float64Array(N > M ? M * M : 0);
  const rest = new Float64Array(N * M);
  const term = new Float64Array(N * M);
  return {
    invert: (values, inverse) => {
      B.set(values);
      transpose(BT, B, N, M);
      if (N <= M) {
        multiply(gram, B, BT, N, M, N);
        PT.set(B);
        solve(gram, PT, N, M);
        transpose(P, PT, N, M);
      } else {
        multiply(gram, BT, B, M, N, M);
        P.set(BT);
        solve(gram, P, M, N);
        transpose(PT, P, M, N);
      }
      inverse.set(P);
    },
    addGradient: (gradientP, gradientB) => {
      // dP = −P dB P + P Pᵀ dBᵀ (1 − B P) + (1 − P B) dBᵀ Pᵀ P; the second term is 0 for full row rank, the third for
      // full column rank.
      G.set(gradientP);
      transpose(GT, G, M, N);
      rest.fill(0);
      if (N < M) {
        multiply(NN, GT, P, N, M, N);
        multiply(term, NN, B, N, N, M);
        for (let i = 0; i < N * M; i++) term[i] = GT[i]! - term[i]!;
        multiply(NN, PT, P, N, M, N);
        multiply(rest, NN, term, N, N, M);
      } else if (N > M) {
        multiply(MM, P, PT, M, N, M);
        multiply(term, GT, MM, N, M, M);
        multiply(MM, P, term, M, N, M);
        multiply(rest, B, MM, N, M, M);
        for (let i = 0; i < N * M; i++) rest[i] = term[i]! - rest[i]!;
      }
      multiply(NN, PT, G, N, M, N);
      multiply(term, NN, PT, N, N, M);
      for (let i = 0; i < N * M; i++) gradientB[i] = gradientB[i]! + (rest[i]! - term[i]!);
    },
  };
};
