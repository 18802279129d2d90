using System.Data.Common;
using System.Diagnostics;
using MySqlConnector;
using Npgsql;

// The rate at which the drivers themselves hand out rows, over one connection: what every import is measured against.
await ReadAsync("MySqlConnector, rows walked", new MySqlConnection($"Server=127.0.0.1;Port={args[0]};User ID=bench;Password=bench;Database=bench;Pooling=false"));
await ReadAsync("Npgsql, rows walked", new NpgsqlConnection($"Host=127.0.0.1;Port={args[1]};Username=bench;Password=bench;Database=bench;Pooling=false"));

static async Task ReadAsync(string row, DbConnection connection)
{
    await using (connection)
    {
        await connection.OpenAsync();
        var rates = new List<double>();
        for (var run = 0; run < 4; run++)
            rates.Add(await WalkAsync(connection));
        Console.WriteLine($"| {row} | {rates[1..].Order().ElementAt(1) / 1e6:F2} M rows/s | |");
    }
}

static async Task<double> WalkAsync(DbConnection connection)
{
    await using var command = connection.CreateCommand();
    command.CommandText = "SELECT * FROM bench";
    command.CommandTimeout = 0;
    var start = Stopwatch.GetTimestamp();
    await using var reader = await command.ExecuteReaderAsync();
    var count = 0L;
    while (reader.Read())
        count += reader.GetInt32(0) > 0 ? 1 : 0;
    return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
}
