using System.Buffers.Binary;

namespace SparseGen;

/// <summary>BFloat16 in files: the upper half of a Float32. Its elements are read as Float32.</summary>
static class BFloat16
{
    public const int Size = 2;

    /// <summary>Converts to Float32, exactly.</summary>
    /// <param name="elements">little-endian, two bytes each</param>
    /// <returns>little-endian, four bytes each</returns>
    public static byte[] Widen(ReadOnlySpan<byte> elements)
    {
        var singles = new byte[2 * elements.Length];
        for (var i = 0; i < elements.Length; i += Size)
            BinaryPrimitives.WriteUInt16LittleEndian(singles.AsSpan(2 * i + Size), BinaryPrimitives.ReadUInt16LittleEndian(elements[i..]));
        return singles;
    }
}
