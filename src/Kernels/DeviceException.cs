namespace SparseGen.Kernels;

/// <summary>A device is missing, cannot be opened, or has too little memory; the message says which, for the person who asked for it.</summary>
public sealed class DeviceException : Exception
{
    public DeviceException(string message) : base(message)
    {
    }

    public DeviceException(string message, Exception cause) : base(message, cause)
    {
    }
}
