def main():
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else ETUDE_STEPS
    weight = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight], lr=ETUDE_LR, momentum=0.9)
    scheduler = make_scheduler(optimizer)
    print("step,lr")
    for step in range(steps):
        print(f"{step},{float(optimizer.param_groups[0]['lr'])!r}")
        optimizer.step()
        if step + 1 < steps:
            scheduler.step(ETUDE_NEXT)


if __name__ == "__main__":
    main()
