#!/usr/bin/env bash
# A Slurm of one node for tests, from Debian's packages, without systemd, munge and cgroups. Needs root.
#   tools/slurm_here.sh start DIR    starts it with its files in DIR; then set SLURM_CONF=DIR/slurm.conf
#   tools/slurm_here.sh stop DIR     stops it
# Ends with 77, and a line that says why, where it cannot be had.
set -uo pipefail

skip() {
  echo "$1"
  exit 77
}

install() {
  command -v slurmctld >/dev/null && command -v slurmd >/dev/null && return
  [ "$(id -u)" = 0 ] || skip "Slurm runs here as root only"
  command -v apt-get >/dev/null || skip "Slurm cannot be installed: there is no apt-get"
  "$(dirname "$0")/apt_install.sh" slurm-wlm >/dev/null 2>&1 ||
    skip "Debian's slurm-wlm cannot be installed"
}

configure() {
  local node
  node=$(uname -n)
  mkdir -p "$1/state" "$1/spool"
  cat >"$1/slurm.conf" <<CONF
ClusterName=here
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$2
SlurmdPort=$(($2 + 1))
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmUser=root
SlurmdUser=root
MpiDefault=none
StateSaveLocation=$1/state
SlurmdSpoolDir=$1/spool
SlurmctldPidFile=$1/slurmctld.pid
SlurmdPidFile=$1/slurmd.pid
SlurmctldLogFile=$1/slurmctld.log
SlurmdLogFile=$1/slurmd.log
SwitchType=switch/none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
KillWait=5
SchedulerParameters=sched_interval=1,batch_sched_delay=0,defer
DependencyParameters=kill_invalid_depend
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$(awk "/^MemTotal/ {print int(\$2 / 1024)}" /proc/meminfo) State=UNKNOWN
PartitionName=main Nodes=$node Default=YES MaxTime=INFINITE State=UP
CONF
}

begin() {
  [ "$(id -u)" = 0 ] || skip "Slurm runs here as root only"
  install
  [ -x /usr/sbin/slurmstepd ] || skip "there is no /usr/sbin/slurmstepd"
  configure "$1" $((20000 + $$ % 20000))
  export SLURM_CONF=$1/slurm.conf
  slurmctld || skip "slurmctld does not start"
  slurmd || skip "slurmd does not start"
  for _ in $(seq 60); do
    if sinfo --noheader --format=%T 2>/dev/null | grep -q idle; then return; fi
    sleep 0.5
  done
  tail -n 5 "$1"/*.log >&2
  skip "Slurm's node does not come up"
}

end() {
  for each in slurmd slurmctld; do
    [ -r "$1/$each.pid" ] && kill "$(cat "$1/$each.pid")" 2>/dev/null
  done
  return 0
}

case "${1:-} ${2:+given}" in
  "start given") begin "$2" ;;
  "stop given") end "$2" ;;
  *)
    echo "usage: tools/slurm_here.sh start|stop DIR" >&2
    exit 2
    ;;
esac
