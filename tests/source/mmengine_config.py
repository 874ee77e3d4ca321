# A config file of MMEngine: Python without a single import.
optim_wrapper = dict(type='OptimWrapper', optimizer=dict(type='SGD', lr=0.02, momentum=0.9, weight_decay=0.0001))
param_scheduler = [
    dict(type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=500),
    dict(type='MultiStepLR', begin=500, end=90000, by_epoch=False, milestones=[60000, 80000], gamma=0.1),
]
