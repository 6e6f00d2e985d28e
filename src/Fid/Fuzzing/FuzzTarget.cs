namespace SparseGen.Fid.Fuzzing;

/// <summary>A reader of files, and a valid file for it. What is packed inside, such as the entries of an archive, is damaged as well as the whole.</summary>
/// <param name="Name">"safetensors"</param>
/// <param name="FileName">what the file is called</param>
/// <param name="Parts">of a valid file</param>
/// <param name="Pack">the file made of parts, damaged or not</param>
/// <param name="Read">what is tested: takes the path of the file</param>
/// <param name="Share">how often it has its turn, against the others</param>
/// <param name="FixedBytes">what the format itself asks for, whatever the file's size</param>
sealed record FuzzTarget(string Name, string FileName, IReadOnlyList<byte[]> Parts, Func<IReadOnlyList<byte[]>, byte[]> Pack, Action<string> Read, int Share = 20, long FixedBytes = 0);
