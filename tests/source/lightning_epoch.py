# The lists that Lightning takes too: stepped once an epoch unless it is told otherwise.
import torch
from lightning import LightningModule


class Net(LightningModule):
    max_epochs = 50

    def configure_optimizers(self):
        opt = torch.optim.Adam(self.parameters(), lr=1e-3)
        sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, T_max=self.max_epochs, eta_min=1e-6)
        return [opt], [sched]
