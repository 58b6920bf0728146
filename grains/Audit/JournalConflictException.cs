namespace Countersign.Grains.Audit;

/// <summary>Two writers of one stream met and this one lost, more than once. Nothing was written; the command may be sent again.</summary>
public sealed class JournalConflictException(string message) : Exception(message);
