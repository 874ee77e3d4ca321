import tensorflow as tf
from tensorflow import keras

batch_size, samples, epochs = 128, 60000, 20
decay_steps = samples // batch_size * epochs
model = keras.Sequential([keras.layers.Dense(10)])
model.compile(
    optimizer=keras.optimizers.Adam(
        learning_rate=tf.keras.optimizers.schedules.CosineDecay(initial_learning_rate=1e-3, decay_steps=decay_steps)
    ),
    loss="sparse_categorical_crossentropy",
)
