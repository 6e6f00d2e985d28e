namespace SparseGen.Models;

/// <summary>The arguments of <see cref="Model.Step"/>, for scores that compute the losses without making the step.</summary>
/// <param name="Images">(C, H, W, N), values in [0, 1], or K such batches (K, C, H, W, N)</param>
/// <param name="Random">the step's random numbers</param>
/// <param name="Labels">(N), or (K·N); may be empty if no loss uses them</param>
public sealed record StepInput(Tensor Images, StepRandom Random, byte[] Labels);
