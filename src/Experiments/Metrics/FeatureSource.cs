using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>Which networks look at the images of a data set: decided with the options, opened when a run begins.</summary>
/// <param name="Data">which the classifier learns, and against whose training images is measured</param>
/// <param name="Classifier">how it is trained, unless its weights are brought</param>
/// <param name="ClassifierWeights">a file of weights from elsewhere; null if there is none</param>
/// <param name="InceptionWeights">a file; null if there is none</param>
public sealed record FeatureSource(DataSet Data, ClassifierTraining Classifier, string? ClassifierWeights, string? InceptionWeights)
{
    /// <summary>"resnet20-cifar10", or the name of the file of weights.</summary>
    public string ClassifierName => ClassifierWeights is null ? Classifier.NameOn(Data) : Path.GetFileNameWithoutExtension(ClassifierWeights);

    /// <summary>Passes images through a classifier that has learned nothing, which takes as long as with one that has.</summary>
    public void LookUntrained(Device device, ImageSet images)
    {
        var scaling = new InputScaling(new double[images.Channels], [.. Enumerable.Repeat(1.0, images.Channels)]);
        var network = Classifier.Kind.Create(device, new Shape(images.Channels, images.Height, images.Width), Data.Train.Classes, scaling);
        network.Initialise(seed: 0);
        using var classifier = new Classifier(network, ClassifierName);
        classifier.Accuracy(new ImageSet(images.Name, images.Channels, images.Height, images.Width, Data.Train.Classes, images.Pixels.ToArray(), images.Labels.ToArray()));
    }
}
