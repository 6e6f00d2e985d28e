namespace SparseGen.Experiments;

/// <summary>A run cannot continue, for a reason that the user can remove.</summary>
public sealed class RunException : Exception
{
    public RunException(string message) : base(message)
    {
    }

    public RunException(string message, Exception cause) : base(message, cause)
    {
    }
}
