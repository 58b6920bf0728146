using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.ReminderService;

namespace Countersign.Embedded.Simulation;

/// <summary>A reminder table with injected faults that outlives a simulated crash, as <see cref="SimulatedGrainStorage"/> does.</summary>
public sealed class SimulatedReminderTable(SimulatedFaults faults) : IReminderTable
{
    private readonly MemoryReminderTable _rows = new();

    public Task<ReminderTableData> ReadRows(GrainId grainId) => faults.Run("a read", () => _rows.ReadRows(grainId));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => faults.Run("a read", () => _rows.ReadRows(begin, end));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        faults.Run("a read", () => _rows.ReadRow(grainId, reminderName));

    public Task<string?> UpsertRow(ReminderEntry entry) => faults.Run("a write", () => _rows.UpsertRow(entry));

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
        faults.Run("a removal", () => _rows.RemoveRow(grainId, reminderName, eTag));

    public Task TestOnlyClearTable() => _rows.TestOnlyClearTable();
}
