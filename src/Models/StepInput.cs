namespace SparseGen.Models;

/// <summary>What <see cref="Model.Step"/> takes, for whoever looks at losses without making the step.</summary>
/// <param name="Images">(C, H, W, N), values in [0, 1], or K such batches (K, C, H, W, N)</param>
/// <param name="Random">the step's random numbers</param>
/// <param name="Labels">(N), or (K·N); may be empty where losses do not ask for them</param>
public sealed record StepInput(Tensor Images, StepRandom Random, byte[] Labels);
