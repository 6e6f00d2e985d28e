namespace SparseGen.Data;

/// <summary>A data set with its training images and its held-out images.</summary>
/// <param name="Name">"mnist"</param>
/// <param name="Test">held-out images, of the same size and classes as the training images</param>
public sealed record DataSet(string Name, ImageSet Train, ImageSet Test);
