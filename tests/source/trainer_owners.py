from transformers import Trainer, TrainingArguments, get_linear_schedule_with_warmup

args = TrainingArguments(output_dir="out", lr_scheduler_type="cosine", max_steps=2000)
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
scheduler = get_linear_schedule_with_warmup(optimizer, 100, 2000)
trainer = Trainer(model=model, args=args, optimizers=(optimizer, scheduler))
