// A stand-in for the crate burn: as much of burn::lr_scheduler (0.22.1) as an exported program names, by the same
// signatures. tests/dialects/burn runs one with burn itself.

pub mod lr_scheduler {
    use std::collections::BTreeMap;

    pub trait LrScheduler: LrSchedulerClone + Send + Sync {
        fn step(&mut self) -> f64;
        fn to_record(&self) -> LrSchedulerRecord;
        fn load_record(&mut self, record: LrSchedulerRecord);
    }

    pub trait LrSchedulerClone {
        fn clone_box(&self) -> Box<dyn LrScheduler>;
    }

    impl<T: 'static + LrScheduler + Clone> LrSchedulerClone for T {
        fn clone_box(&self) -> Box<dyn LrScheduler> {
            Box::new(self.clone())
        }
    }

    #[derive(Clone, Copy, Debug)]
    pub struct Scalar(i64);

    impl From<i64> for Scalar {
        fn from(value: i64) -> Self {
            Scalar(value)
        }
    }

    impl TryFrom<Scalar> for i64 {
        type Error = ();
        fn try_from(scalar: Scalar) -> Result<Self, ()> {
            Ok(scalar.0)
        }
    }

    #[derive(Default, Clone, Debug)]
    pub struct LrSchedulerRecord {
        scalars: BTreeMap<String, Scalar>,
    }

    impl LrSchedulerRecord {
        pub fn new() -> Self {
            Self::default()
        }

        pub fn with_scalar<V: Into<Scalar>>(mut self, key: &str, value: V) -> Self {
            self.scalars.insert(key.to_string(), value.into());
            self
        }

        pub fn scalar<V: TryFrom<Scalar>>(&self, key: &str) -> Option<V> {
            self.scalars.get(key).and_then(|scalar| V::try_from(*scalar).ok())
        }
    }
}
