from transformers import Trainer, TrainingArguments

args = TrainingArguments(
    output_dir="out",
    learning_rate=2e-5,
    lr_scheduler_type="cosine",
    warmup_steps=100,
    max_steps=2000,
)
trainer = Trainer(model=model, args=args)
