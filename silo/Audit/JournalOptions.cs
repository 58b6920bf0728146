using Microsoft.Extensions.Options;

namespace Countersign.Silo.Audit;

/// <summary>Where the journal is kept and how much it takes at once.</summary>
public sealed class JournalOptions
{
    /// <summary>The SQLite file; used where <see cref="PostgresConnection"/> is not set. Its folder is made where it is missing.</summary>
    public string SqlitePath { get; set; } = Path.Combine("data", "journal.db");

    /// <summary>A PostgreSQL connection string; null (the default) keeps the journal in <see cref="SqlitePath"/>.</summary>
    public string? PostgresConnection { get; set; }

    /// <summary>How many appends one transaction takes at most; 1 to 4,096, 256 by default.</summary>
    public int BatchMax { get; set; } = 256;

    /// <summary>How many appends may wait for the writer; 1 to 65,536, 8,192 by default.</summary>
    public int QueueMax { get; set; } = 8_192;

    /// <summary>How long an append waits for a place in a full queue before it is refused, in milliseconds; 0 to 60,000, 1,000 by default.</summary>
    public int QueueWaitMs { get; set; } = 1_000;

    /// <summary>How long a statement waits for another process's lock, in milliseconds; 1 to 60,000, 5,000 by default.</summary>
    public int LockWaitMs { get; set; } = 5_000;

    /// <summary>How long after a failure the store is tried again, in milliseconds; 10 to 60,000, 250 by default.</summary>
    public int RetryMs { get; set; } = 250;

    /// <summary>How many readers work at once; 1 to 64, 8 by default.</summary>
    public int ReadersMax { get; set; } = 8;
}

/// <summary>Names every option that cannot be, with its key.</summary>
public sealed class JournalOptionsValidator : IValidateOptions<JournalOptions>
{
    public ValidateOptionsResult Validate(string? name, JournalOptions options)
    {
        var errors = new List<string>();
        if (options.PostgresConnection is null && string.IsNullOrWhiteSpace(options.SqlitePath))
        {
            errors.Add($"Journal:{nameof(JournalOptions.SqlitePath)} is empty, and Journal:{nameof(JournalOptions.PostgresConnection)} is not set.");
        }

        if (options.PostgresConnection is not null && string.IsNullOrWhiteSpace(options.PostgresConnection))
        {
            errors.Add($"Journal:{nameof(JournalOptions.PostgresConnection)} is empty: remove it to keep the journal in SQLite.");
        }

        Within(errors, nameof(JournalOptions.BatchMax), options.BatchMax, 1, 4_096);
        Within(errors, nameof(JournalOptions.QueueMax), options.QueueMax, 1, 65_536);
        Within(errors, nameof(JournalOptions.QueueWaitMs), options.QueueWaitMs, 0, 60_000);
        Within(errors, nameof(JournalOptions.LockWaitMs), options.LockWaitMs, 1, 60_000);
        Within(errors, nameof(JournalOptions.RetryMs), options.RetryMs, 10, 60_000);
        Within(errors, nameof(JournalOptions.ReadersMax), options.ReadersMax, 1, 64);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Within(List<string> errors, string key, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            errors.Add($"Journal:{key} is {value}; it must be {least} to {most}.");
        }
    }
}
