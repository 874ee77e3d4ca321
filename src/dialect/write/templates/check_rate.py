LR = ETUDE_LR  # the optimizer's own rate, which the scheduler multiplies


def check_rate(optimizer):
    for group in optimizer.param_groups:
        lr = float(group.get("initial_lr", group["lr"]))
        if abs(lr - LR) > 1e-9 * LR:
            raise ValueError(f"written for an optimizer whose lr is {LR}, not {lr}: give it lr={LR}, or etude convert --lr {lr}")
