using System.Text.Encodings.Web;
using System.Text.Json;

namespace SparseGen.Bench.Quick;

/// <summary>Where results go: a table for people, or one JSON object a line.</summary>
/// <param name="json">which of the two</param><param name="device">whose name is in every object</param>
sealed class Output(bool json, TimedDevice? device = null)
{
    static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line for people; nothing in JSON.</summary>
    public void Text(string line)
    {
        if (!json) Console.WriteLine(line);
    }

    /// <summary>A line for people, or the fields for programs.</summary>
    public void Row(string line, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        Text(line);
        Json(fields);
    }

    /// <summary>One object, if JSON is wanted; fields that are null do not apply and are left out.</summary>
    public void Json(params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (!json) return;
        var values = new Dictionary<string, object>();
        if (device is not null) (values["device"], values["hardware"]) = (device.Device.Name, device.Hardware);
        foreach (var (name, value) in fields)
            if (value is not null) values.Add(name, value is double number ? Math.Round(number, 6) : value);
        Console.WriteLine(JsonSerializer.Serialize(values, Options));
    }
}
