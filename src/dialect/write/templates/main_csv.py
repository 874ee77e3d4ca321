if __name__ == "__main__":
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else ETUDE_STEPS
    ETUDE_BEFORE
    print("step,lr")
    for step in range(steps):
        value = ETUDE_VALUE
        print(f"{step},{float(value)!r}")
