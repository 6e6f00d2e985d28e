using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>Failures in words for the person who started the work.</summary>
public static class FailureText
{
    /// <summary>One or a few sentences. Names of types and parameters belong to programmers: only a failure that nobody foresaw tells its type.</summary>
    public static string Of(Exception failure) => failure switch
    {
        RunException or UsageException or DeviceException or FileFormatException or IOException or UnauthorizedAccessException => failure.Message,
        OutOfMemoryException => "there is not enough memory.",
        AggregateException { InnerException: { } inner } => Of(inner),
        ArgumentException { ParamName: { } name } => failure.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal).Split('\n')[0],
        ArgumentException => failure.Message,
        _ => $"{failure.Message} ({failure.GetType().Name})",
    };
}
