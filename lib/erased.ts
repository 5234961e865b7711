/** Why a delivery about somebody erased is passed over and its body is not kept. */
export const erasedReason = "The person was erased: nothing of them is kept.";
