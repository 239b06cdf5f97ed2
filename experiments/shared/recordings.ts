/**
 * The authors' own series, which exist only as files: named by their SHA-256, taken from the data directory, in the
 * authors' units.
 *
 * @module
 */
import * as lyap from "../../experiment.ts";

const repository =
  "github.com/DurstewitzLab/ChaosRNN: data of Mikhaeil, Monfared & Durstewitz (2022), NeurIPS 35";

/** Where a file of theirs is published: at one commit, so that it cannot change. */
const published = (commit: string, path: string) =>
  `https://raw.githubusercontent.com/DurstewitzLab/ChaosRNN/${commit}/datasets/${path}`;

const release = "7e5eb51a652920cb6236da4f26ed79aee8cb4554";

/** A file of theirs, in their units. */
const ofTheirs = (...file: Parameters<typeof lyap.file>) =>
  lyap.sampled(lyap.file(...file), { standardise: false });

/** Datasets by name. */
export const recordings = {
  lorenz: ofTheirs("lorenz.npy", "45abf9717bd60cb230a27166489fc841086d7938d20b2e61de9624915fd3b7fc", {
    address: published("a9d9793b9dc38a8f1570226f634bf39eb49f6efc", "Lorenz/lorenz_data_chaos.npy"),
    title: "the authors' Lorenz series",
    dt: 0.01,
    variables: ["x", "y", "z"],
    equations: { system: "lorenz", parameters: { rho: 38 } },
    references: [repository],
  }),
  roessler: ofTheirs("roessler.npy", "4312a95cc05398ac2fbfe6d2279a6307319696f199f1e31d5a0bf654885b43c1", {
    address: published(release, "Roessler_chaos_rosenstein.npy"),
    title: "the authors' Rössler series",
    dt: 0.1,
    variables: ["x", "y", "z"],
    equations: { system: "roessler" },
    references: [repository],
  }),
  duffing: ofTheirs("duffing.npy", "4a471c963b43c93ae895913d48107d4b9192051cae61998918564dacc51e655f", {
    address: published(release, "duffing_data_chaos.npy"),
    title: "the authors' Duffing series",
    dt: 0.1773,
    variables: ["x", "v", "cos"],
    equations: { system: "duffing" },
    references: [repository],
  }),
  weather: ofTheirs("weather.npy", "e24324e14ca79360a07d65074736edec4741d9b02ef084b796df2c3506047cfe", {
    address: published(release, "weather_datasets/tde_temperature_MoreSmoothedNoYearShort.npy"),
    title: "temperatures at Jena",
    references: [repository],
  }),
  eeg: ofTheirs("eeg.npy", "8fd6fb64a1f6720cfcf0b7d5ef5beeb6c26e835978304048f0c77945f0334f13", {
    address: published(release, "EEGf/tde_eegf.npy"),
    title: "electroencephalogram",
    references: [
      repository,
      "G. Schalk et al. (2004), BCI2000: a general-purpose brain-computer interface system, IEEE Transactions on Biomedical Engineering 51, 1034–1043",
    ],
  }),
};

/** Where a file that came with generalized teacher forcing is published. */
const publishedByGtf = (path: string) =>
  "https://raw.githubusercontent.com/DurstewitzLab/GTF-shPLRNN/" +
  `63ac00d84f237d5ecf2f85d8447a198261aff0c0/ICML2023_datasets/${path}`;

const gtf =
  "github.com/DurstewitzLab/GTF-shPLRNN: data of Hess, Monfared, Brenner & Durstewitz (2023), ICML 40";

const eegDigest = "7cc56e3b648ce492e1ac3d4284c46ccd1092e4abbc4c45f020b8c4a0b2a994bf";

/** Three channels of the electroencephalogram of 64 channels that came with generalized teacher forcing. */
const ofSuccessors = (part: "train" | "test") =>
  lyap.sampled(
    lyap.file(`gtf/EEG_${part}.npy`, eegDigest, {
      address: publishedByGtf(`EEG/EEG_${part}.npy`),
      title: `electroencephalogram of GTF-shPLRNN, ${part}`,
      observe: ["x1", "x2", "x3"],
      references: [gtf],
    }),
  );

/** The two files of the electroencephalogram on which generalized teacher forcing was trained and evaluated. */
export const successors = { train: ofSuccessors("train"), test: ofSuccessors("test") };

/**
 * The recordings on which generalized teacher forcing was trained, in their units, each with the file on which it was
 * evaluated: of the electroencephalogram that is the same series again.
 */
export const gtfRecordings = {
  ecg: ofTheirs(
    "gtf/ECG_pecuzal_5d_train.npy",
    "b79deb8b054486360233bb4cefdb154dc5f6b0a55b1a713cd76378606d936185",
    {
      address: publishedByGtf("ECG/ECG_pecuzal_5d_train.npy"),
      bytes: 4_000_080,
      title: "electrocardiogram",
      test: {
        file: "gtf/ECG_pecuzal_5d_test.npy",
        sha256: "7c17fe9b9e90d0610f817a53e73ec8389b30763ce36985cfcadc1459dd89c654",
        address: publishedByGtf("ECG/ECG_pecuzal_5d_test.npy"),
        bytes: 4_000_080,
      },
      references: [gtf],
    },
  ),
  eeg: ofTheirs("gtf/EEG_train.npy", eegDigest, {
    address: publishedByGtf("EEG/EEG_train.npy"),
    bytes: 2_467_968,
    title: "electroencephalogram of 64 channels",
    test: {
      file: "gtf/EEG_test.npy",
      sha256: eegDigest,
      address: publishedByGtf("EEG/EEG_test.npy"),
      bytes: 2_467_968,
    },
    references: [gtf],
  }),
};

/** The authors' Lorenz series, of which they hold nothing back: one shift and one scale for all variables. */
export const lorenzInFull = {
  ...recordings.lorenz,
  source: { ...recordings.lorenz.source, heldOutShare: 0.01 },
} as const;
