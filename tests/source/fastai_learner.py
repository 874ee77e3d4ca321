from fastai.vision.all import *

dls = ImageDataLoaders.from_folder(path, bs=64)
learn = vision_learner(dls, resnet34, metrics=error_rate)
learn.fit_one_cycle(5, 1e-3)
