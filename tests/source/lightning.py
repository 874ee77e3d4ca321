# A LightningModule whose scheduler is stepped with every batch.
import lightning as L
import torch
from torch.optim.lr_scheduler import OneCycleLR


class Classifier(L.LightningModule):
    def __init__(self, lr: float = 1e-2, total_steps: int = 5000):
        super().__init__()
        self.save_hyperparameters()
        self.total = total_steps

    def training_step(self, batch, index):
        return self.layers(batch[0]).mean()

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.parameters(), lr=self.hparams.lr, momentum=0.9)
        scheduler = OneCycleLR(optimizer, max_lr=self.hparams.lr, total_steps=self.total)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}
