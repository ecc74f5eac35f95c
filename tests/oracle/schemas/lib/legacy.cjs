exports.size = 17;
exports.kinds = ["old", "new"];
