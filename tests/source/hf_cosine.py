from torch.optim import AdamW
from transformers import get_cosine_schedule_with_warmup

optimizer = AdamW(model.parameters(), 2e-5, weight_decay=0.01)
scheduler = get_cosine_schedule_with_warmup(optimizer, 100, 2_000, num_cycles=0.5)
