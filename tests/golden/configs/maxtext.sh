python3 -m MaxText.train src/MaxText/configs/base.yml run_name=test \
  learning_rate=3e-5 learning_rate_schedule_steps=100 steps=110
