namespace SparseGen.Fid.Fuzzing;

/// <summary>A reader of files to be tested, and a valid file for it. Either the whole file is damaged, or one of its parts before packing, such as an entry of an archive.</summary>
/// <param name="Name">"safetensors"</param>
/// <param name="FileName">name of the damaged file</param>
/// <param name="Parts">the parts of a valid file</param>
/// <param name="Pack">makes the bytes of the file from the parts</param>
/// <param name="Read">reads the file of a path</param>
/// <param name="Share">relative frequency of the target</param>
/// <param name="FixedBytes">number of bytes that the reader may allocate in addition, whatever the size of the file</param>
sealed record FuzzTarget(string Name, string FileName, IReadOnlyList<byte[]> Parts, Func<IReadOnlyList<byte[]>, byte[]> Pack, Action<string> Read, int Share = 20, long FixedBytes = 0);
