namespace SparseGen;

/// <summary>The checksum of zip and PNG: CRC-32 with the reflected polynomial EDB88320.</summary>
public static class Crc32
{
    static readonly uint[] Table = MakeTable();

    /// <param name="bytes">The next bytes.</param>
    /// <param name="before">The checksum of the bytes before them.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        foreach (var value in bytes) crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++) entry = (entry & 1) != 0 ? 0xEDB88320 ^ (entry >> 1) : entry >> 1;
            table[i] = entry;
        }
        return table;
    }
}
