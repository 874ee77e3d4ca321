#!/usr/bin/env bash
# A study on 4 nodes of a Slurm cluster, one rank a core: sbatch examples/slurm.sh
# Submit it again, and it goes on from the store; no finished trial is lost.
#SBATCH --job-name=etude
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=32
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
#SBATCH --requeue
set -euo pipefail

cd "$SLURM_SUBMIT_DIR"
etude=${ETUDE:-build/mpi/apps/cli/etude-mpi} # made by: tools/install build mpi && cmake --workflow --preset mpi
mkdir -p out

# Every rank trains one trial at a time; rank 0 alone writes the store and the results.
srun --mpi=pmix "$etude" compare \
  'constant(value=0.1)' 'cosine(from=0.1, steps=1200)' 'warmup(to=0.1, steps=60) then linear(from=0.1, steps=1140)' \
  --task fashion-mnist --steps 1200 --tune=true --seeds 20 --threads 1 \
  --store out/study.db --json=out/study.json --csv=out/study.csv
