using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>A network at the end of its training or at a step within it, with what is needed to measure it.</summary>
/// <param name="Key">identifies the training</param>
/// <param name="Features">the networks in whose features images are compared</param>
/// <param name="Metrics">the results recorded so far</param>
/// <param name="Cancel">cancels a measurement</param>
readonly record struct TrainedNetwork(Model Model, Measured On, TrainingKey Key, FeatureNetworks Features, MetricsLog Metrics, CancellationToken Cancel);
