using System.CommandLine;
using SparseGen.Experiments;
using SparseGen.Kernels;

namespace SparseGen.Cli.Commands;

/// <summary>The options that choose and open a device, for commands that are not runs.</summary>
sealed class DeviceOptions
{
    readonly Option<string> _device = new("--device") { Description = "what computes", DefaultValueFactory = _ => "host" };
    readonly Option<int> _threads = new("--threads") { Description = "threads that compute; 0 = one for every processor", HelpName = "number" };

    public DeviceOptions() => _device.AcceptOnlyFromAmong([.. Devices.Names]);

    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_threads);
    }

    /// <param name="error">receives a warning if there are more threads than processors</param>
    public Device Open(ParseResult parsed, TextWriter error) => Devices.Open(parsed.GetValue(_device)!, parsed.GetValue(_threads), text => error.WriteLine($"note: {text}"));
}
