using SparseGen.Kernels;

namespace SparseGen.Experiments;

/// <summary>Failures as texts for the user.</summary>
public static class FailureText
{
    /// <summary>One or a few sentences without names of types and parameters; only exceptions that are not expected are given with their type.</summary>
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
