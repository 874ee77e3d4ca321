# Drops counted in a loop, by argparse's list.
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--lr", default=0.03, type=float)
parser.add_argument("--drops", default=[120, 160], nargs="*", type=int)
args = parser.parse_args()


def set_rate(optimizer, epoch, args):
    lr = args.lr
    for drop in args.drops:
        lr *= 0.1 if epoch >= drop else 1.0
    for group in optimizer.param_groups:
        group["lr"] = lr
