using System.CommandLine;
using System.Text.Json;

namespace SparseGen.Bench.Quick;

/// <summary>Draws what the other tools wrote with --json.</summary>
static class TableCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON objects, one a line." };
        var command = new Command("table", "Draws JSON lines as tables: a table for each run of lines with the same fields, fields of one value above it.") { file };
        command.SetAction(result => Run(result.GetValue(file)!));
        return command;
    }

    static void Run(FileInfo file)
    {
        var rows = new List<Dictionary<string, string>>();
        foreach (var line in File.ReadLines(file.FullName).Where(line => line.StartsWith('{')))
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => Words(field.Value));
            if (rows.Count > 0 && !rows[0].Keys.SequenceEqual(row.Keys)) Draw(rows);
            rows.Add(row);
        }
        Draw(rows);
    }

    /// <summary>Writes the rows and forgets them.</summary>
    static void Draw(List<Dictionary<string, string>> rows)
    {
        if (rows.Count == 0) return;
        var fields = rows[0].Keys.ToLookup(field => rows.Count > 1 && rows.All(row => row[field] == rows[0][field]));
        if (fields[true].Any()) Console.WriteLine(string.Join(", ", fields[true].Select(field => $"{field} {rows[0][field]}")));
        var widths = fields[false].ToDictionary(field => field, field => Math.Max(field.Length, rows.Max(row => row[field].Length)));
        Console.WriteLine(string.Join("  ", widths.Select(column => column.Key.PadLeft(column.Value))));
        foreach (var row in rows) Console.WriteLine(string.Join("  ", widths.Select(column => row[column.Key].PadLeft(column.Value))));
        Console.WriteLine();
        rows.Clear();
    }

    static string Words(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && number != Math.Round(number) ? $"{number:G4}" : value.ToString();
}
