namespace SparseGen.Experiments;

/// <summary>What a figure has on a y axis: one value of a trained network, or the several that come of one pass.</summary>
public abstract class Metric
{
    /// <summary>The mean squared error of reconstructing held-out images.</summary>
    public static Metric ReconstructionLoss { get; } = new ReconstructionLoss();

    /// <summary>The distance of generated images from real ones, and the score of the classes seen on them.</summary>
    public static Metric SampleQuality { get; } = new SampleQuality();

    /// <summary>The same, the score first.</summary>
    public static Metric SampleScore { get; } = new SampleQuality(scoreFirst: true);

    /// <summary>Generated images against those that are held out from training.</summary>
    public static Metric HeldOutSampleQuality { get; } = new SampleQuality(heldOut: true);

    /// <summary>How badly a discriminator tells real images from fakes at the end of its training.</summary>
    public static Metric DiscriminatorLoss { get; } = new LateLossMetric("discriminator", "discriminator loss");

    /// <summary>How many reconstructed held-out images a classifier still gives the class of their label.</summary>
    public static Metric ReconstructionAccuracy { get; } = new ReconstructionAccuracy();

    /// <summary>The step at which another metric was at its best, of those at which it was measured during the training.</summary>
    public static Metric EarlyStopping(Metric followed) => new EarlyStopping(followed);

    /// <summary>Whether it needs the whole training, and so cannot be measured during one.</summary>
    internal virtual bool IsOfWholeTraining => false;

    /// <summary>What the values are called, the most telling first: decided before anything is measured.</summary>
    public abstract IReadOnlyList<MetricOutline> Outlines(Measured on);

    /// <summary>The networks that it looks at images with, opened.</summary>
    internal virtual IEnumerable<Fid.IFeatureNetwork> Networks(FeatureNetworks networks, FeatureSource source) => [];

    /// <returns>the values of perfect reconstructions, where that says something; null if it does not</returns>
    internal virtual IReadOnlyList<double>? MeasureOriginals(Measured on, FeatureNetworks networks) => null;

    /// <returns>a value for each of <see cref="Outlines"/></returns>
    internal abstract IReadOnlyList<double> Measure(in TrainedNetwork trained);

    /// <summary>About how many seconds it takes, from a part of it done with a network of any weights.</summary>
    internal virtual double Estimate(Models.Model model, Measured on) => 0;
}
