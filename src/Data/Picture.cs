namespace SparseGen.Data;

/// <summary>An image for people: bytes, row by row.</summary>
/// <param name="Height">rows</param>
/// <param name="Width">columns</param>
/// <param name="Channels">1 (grey) or 3 (red, green, blue)</param>
/// <param name="Pixels">(height, width, channels)</param>
public sealed record Picture(int Height, int Width, int Channels, byte[] Pixels);
