namespace SparseGen.Data;

/// <summary>What a network learns from, and what it never sees while learning.</summary>
/// <param name="Name">"mnist"</param>
/// <param name="Train">What it learns from.</param>
/// <param name="Test">What it never sees, of the same image size and classes.</param>
public sealed record DataSet(string Name, ImageSet Train, ImageSet Test);
