namespace SparseGen.Experiments;

/// <summary>A run cannot go on, for a reason that the person who started it can do something about.</summary>
public sealed class RunException : Exception
{
    public RunException(string message) : base(message)
    {
    }

    public RunException(string message, Exception cause) : base(message, cause)
    {
    }
}
