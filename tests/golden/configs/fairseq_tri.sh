fairseq-train data --lr 1e-3 --lr-scheduler tri_stage --phase-ratio '[0.1,0.4,0.5]' --max-update 100
