use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

/// Upper bounds of the steps in which durations are counted, in seconds.
///
/// From a page out of memory (5 ms) to a request that is about to be given up (30 s).
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// All that has been counted and measured.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Counts that stand apart from the process's own; for tests, which make the recorder the one of their thread.
    pub fn apart() -> (PrometheusRecorder, Self) {
        let recorder = builder().build_recorder();
        let metrics = Self(recorder.handle());
        (recorder, metrics)
    }

    /// Everything, in the text format of Prometheus 0.0.4.
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Folds single measurements into their steps. Between two calls each measurement takes memory, so somebody has to
    /// call this every few seconds.
    pub fn fold(&self) {
        self.0.run_upkeep();
    }

    /// Makes these the counts of the process.
    pub(crate) fn install() -> Result<Self, BuildError> {
        builder().install_recorder().map(Self)
    }
}

fn builder() -> PrometheusBuilder {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .expect("there are steps")
}

#[cfg(test)]
mod tests {
    use super::Metrics;

    #[test]
    fn durations_are_counted_in_steps() {
        let (recorder, metrics) = Metrics::apart();
        metrics::with_local_recorder(&recorder, || {
            metrics::histogram!("nap_seconds").record(0.07);
            metrics::counter!("naps_total", "where" => "sofa").increment(1);
        });
        metrics.fold();
        let told = metrics.render();
        assert!(told.contains("naps_total{where=\"sofa\"} 1"), "{told}");
        assert!(told.contains("nap_seconds_bucket{le=\"0.05\"} 0"), "{told}");
        assert!(told.contains("nap_seconds_bucket{le=\"0.1\"} 1"), "{told}");
    }
}
