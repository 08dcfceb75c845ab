using System.Globalization;
using DuckDB.NET.Data;

namespace LoadTestAz.Benchmarks.Merging.Peers;

/// <summary>The figures of all metrics by DuckDB, as one query over the same files.</summary>
internal static class DuckDbMerge
{
    /// <summary>Runs it; gives those of http_req_duration.</summary>
    public static async Task<(double? Count, double? Sum, double? P95)> RunAsync(string folder, CancellationToken cancellationToken)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        using var command = connection.CreateCommand();

        // The columns are named, so that it need not guess them, nor read tags and times.
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SET threads = {Environment.ProcessorCount};
            SELECT metric, count(*), sum(data.value), quantile_cont(data.value, [0.5, 0.9, 0.95, 0.99])[3]
            FROM read_json('{folder.Replace("'", "''", StringComparison.Ordinal)}/*.json.gz', format = 'newline_delimited',
                columns = {"{metric: 'VARCHAR', type: 'VARCHAR', data: 'STRUCT(value DOUBLE)'}"})
            WHERE type = 'Point'
            GROUP BY metric
            """);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        (double?, double?, double?) found = default;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (reader.GetString(0) == "http_req_duration")
                found = (reader.GetInt64(1), reader.GetDouble(2), reader.GetDouble(3));
        }

        return found;
    }
}
