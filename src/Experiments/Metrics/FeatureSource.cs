using SparseGen.Data;
using SparseGen.Fid;
using SparseGen.Kernels;
using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>The networks in whose features the images of a data set are compared. They are chosen by the options and loaded when a run begins.</summary>
/// <param name="Data">the set that the classifier is trained on; images are compared with its training images</param>
/// <param name="Classifier">how the classifier is trained, if no weights are given</param>
/// <param name="ClassifierWeights">file of published weights; null if there is none</param>
/// <param name="InceptionWeights">file of weights; null if there is none</param>
public sealed record FeatureSource(DataSet Data, ClassifierTraining Classifier, string? ClassifierWeights, string? InceptionWeights)
{
    /// <summary>"resnet20-cifar10", or the name of the file of weights.</summary>
    public string ClassifierName => ClassifierWeights is null ? Classifier.NameOn(Data) : Path.GetFileNameWithoutExtension(ClassifierWeights);

    /// <summary>Passes images through a classifier with random weights, to measure the time that a trained one takes.</summary>
    public void LookUntrained(Device device, ImageSet images)
    {
        var scaling = new InputScaling(new double[images.Channels], [.. Enumerable.Repeat(1.0, images.Channels)]);
        var network = Classifier.Kind.Create(device, new Shape(images.Channels, images.Height, images.Width), Data.Train.Classes, scaling);
        network.Initialise(seed: 0);
        using var classifier = new Classifier(network, ClassifierName);
        classifier.Accuracy(new ImageSet(images.Name, images.Channels, images.Height, images.Width, Data.Train.Classes, images.Pixels.ToArray(), images.Labels.ToArray()));
    }
}
