namespace SparseGen.Experiments;

/// <summary>A measured quantity of trained networks, such as the y axis of a figure. Several values may follow from one pass over the images.</summary>
public abstract class Metric
{
    /// <summary>The mean squared error of reconstructing held-out images.</summary>
    public static Metric ReconstructionLoss { get; } = new ReconstructionLoss();

    /// <summary>The Fréchet distance of generated images from training images, and the score of their predicted classes.</summary>
    public static Metric SampleQuality { get; } = new SampleQuality();

    /// <summary>The values of <see cref="SampleQuality"/>, the score first.</summary>
    public static Metric SampleScore { get; } = new SampleQuality(scoreFirst: true);

    /// <summary>The values of <see cref="SampleQuality"/>, measured against held-out images instead of training images.</summary>
    public static Metric HeldOutSampleQuality { get; } = new SampleQuality(heldOut: true);

    /// <summary>The discriminator's loss, mean over the last tenth of the training.</summary>
    public static Metric DiscriminatorLoss { get; } = new LateLossMetric("discriminator", "discriminator loss");

    /// <summary>The fraction of reconstructed held-out images that a classifier assigns to the class of their label.</summary>
    public static Metric ReconstructionAccuracy { get; } = new ReconstructionAccuracy();

    /// <summary>The step at which another metric was best, among the steps at which it was measured during the training.</summary>
    public static Metric EarlyStopping(Metric followed) => new EarlyStopping(followed);

    /// <summary>Whether the metric needs the whole training and cannot be measured during one.</summary>
    internal virtual bool IsOfWholeTraining => false;

    /// <summary>Names and titles of the values, the most important first. They do not depend on results.</summary>
    public abstract IReadOnlyList<MetricOutline> Outlines(Measured on);

    /// <summary>The networks in whose features images are measured, loaded.</summary>
    internal virtual IEnumerable<Fid.IFeatureNetwork> Networks(FeatureNetworks networks, FeatureSource source) => [];

    /// <returns>the values of perfect reconstructions; null if they are trivial or undefined</returns>
    internal virtual IReadOnlyList<double>? MeasureOriginals(Measured on, FeatureNetworks networks) => null;

    /// <returns>a value for each of <see cref="Outlines"/></returns>
    internal abstract IReadOnlyList<double> Measure(in TrainedNetwork trained);

    /// <summary>The estimated seconds of a measurement, extrapolated from a part of it; the model may have any weights.</summary>
    internal virtual double Estimate(Models.Model model, Measured on) => 0;
}
