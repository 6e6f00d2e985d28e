using System.Buffers.Binary;

namespace SparseGen;

/// <summary>BFloat16 in files: the upper half of a Float32, which is what it is read as.</summary>
static class BFloat16
{
    public const int Size = 2;

    /// <summary>The same numbers as Float32; nothing is rounded.</summary>
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
