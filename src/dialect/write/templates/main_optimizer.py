if __name__ == "__main__":
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else ETUDE_STEPS
    optimizer = torch.optim.ETUDE_OPTIMIZER([torch.zeros(1, requires_grad=True)], lr=ETUDE_LR)
    scheduler = make_scheduler(optimizer)
    print("step,lr")
    for step in range(steps):
        value = optimizer.param_groups[0]["lr"]
        print(f"{step},{float(value)!r}")
        optimizer.step()
        scheduler.step(ETUDE_UPDATES)
