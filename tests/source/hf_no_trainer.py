# Fine-tuning with a loop of one's own and transformers' schedules.
import math
from transformers import AdamW, get_scheduler

num_train_epochs = 3
gradient_accumulation_steps = 4
batches = 1200
num_update_steps_per_epoch = math.ceil(batches / gradient_accumulation_steps)
max_train_steps = num_train_epochs * num_update_steps_per_epoch

optimizer = AdamW(model.parameters(), lr=5e-5)
lr_scheduler = get_scheduler(
    name="linear",
    optimizer=optimizer,
    num_warmup_steps=int(0.06 * max_train_steps),
    num_training_steps=max_train_steps,
)
model, optimizer, lr_scheduler = accelerator.prepare(model, optimizer, lr_scheduler)
for epoch in range(num_train_epochs):
    for step, batch in enumerate(loader):
        accelerator.backward(model(**batch).loss)
        if step % gradient_accumulation_steps == 0:
            optimizer.step()
            lr_scheduler.step()
